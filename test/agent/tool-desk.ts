import { createToolbox } from '#shared/agent/toolbox.ts';
import type { ToolParts, ToolTurn } from '#shared/agent/tools/tool.ts';
import { type CrmStore, NOW, openCrmStore } from '../crm/crm-store.ts';

export const CONTACT = '+972501234567';
export const OTHER = '+972521112233';
export const CALL = 'CA0123456789abcdef0123456789abcdef';
export const TURN = `${CALL}-001-0003`;
/** Wednesday at 10:00. */
export const WEDNESDAY = '2090-11-22T10:00';

/** The number is withheld. */
export const nobody = async () => undefined;

export type Box = ReturnType<typeof createToolbox>;

/** The tools of a phone call's turn, on stores of their own. */
export interface ToolDesk extends AsyncDisposable {
  readonly crm: CrmStore;
  readonly phoneTurn: ToolTurn;
  /** The intents with which tools asked for the end of the call. */
  readonly ended: readonly unknown[];
  /** Creates the toolbox of the turn. */
  toolbox(turn?: Partial<ToolTurn>, parts?: Omit<ToolParts, 'now'>, now?: number): Box;
  /** Calls a tool as a model does, and returns its parsed result. */
  use: UseTool;
}

// biome-ignore lint/suspicious/noExplicitAny: a tool's result is whatever JSON the model would read.
type UseTool = (name: string, sent?: object | string, change?: Change) => Promise<any>;

type Change = { readonly turn?: Partial<ToolTurn>; readonly box?: Box };

/** Opens the stores and the turn. */
export async function openToolDesk(): Promise<ToolDesk> {
  const crm = await openCrmStore();
  const ended: unknown[] = [];
  const phoneTurn: ToolTurn = {
    channel: 'phone',
    contact: async () => CONTACT,
    id: TURN,
    holdsCall: async () => true,
    end: (intent) => ended.push(intent),
    officeAnswers: true,
  };
  const toolbox: ToolDesk['toolbox'] = (turn = {}, parts = crm, now = NOW) =>
    createToolbox({ ...parts, now: () => now }, { ...phoneTurn, ...turn });
  return {
    crm,
    phoneTurn,
    ended,
    toolbox,
    async use(name, sent = {}, { turn = {}, box = toolbox(turn) } = {}) {
      const json = typeof sent === 'string' ? sent : JSON.stringify(sent);
      return JSON.parse(await box.use({ name, arguments: json }, AbortSignal.timeout(5_000)));
    },
    [Symbol.asyncDispose]: () => crm[Symbol.asyncDispose](),
  };
}

/** The arguments of `search_listings` for any home to rent. */
export const anything = {
  deal: 'rent',
  kind: null,
  city: null,
  neighbourhood: null,
  street: null,
  house_number: null,
  ad_number: null,
  rooms_min: null,
  rooms_max: null,
  price_min_ils: null,
  price_max_ils: null,
  floor_min: null,
  floor_max: null,
  available_by: null,
  features: null,
  after: null,
};
/** The arguments of `save_lead` that tell nothing. */
export const nothing = {
  name: null,
  deal: null,
  city: null,
  rooms: null,
  budget_ils: null,
  notes: null,
  property: null,
};
export const viewing = { listing_id: 'TA-101', at: WEDNESDAY, name: null };
/** The arguments of `request_callback` for a call as soon as possible. */
export const callback = {
  at: null,
  reason: null,
  phone: null,
  name: null,
  asked_for: null,
  listing_id: null,
};
