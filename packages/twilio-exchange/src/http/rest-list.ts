import { type RestAnswer, restJson } from './rest-answer.ts';

/** The items of a list, newest first, and their key in each page. */
export type RestList = {
  readonly key: 'calls' | 'recordings' | 'messages' | 'media_list' | 'incoming_phone_numbers';
  readonly items: readonly { readonly sid: string }[];
};

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;
/** A token names the item after which a page begins (`PA…`) or before which it ends (`PB…`). */
const tokenPattern = /^P([AB])(\w+)$/;

/**
 * Returns the page of a list that a URL asks for. A list that grows between two pages neither
 * repeats nor skips an item.
 * @see https://www.twilio.com/docs/usage/twilios-response
 */
export function restPage({ key, items }: RestList, url: URL): RestAnswer {
  const asked = Number(url.searchParams.get('PageSize')) || DEFAULT_PAGE_SIZE;
  const pageSize = Math.min(Math.max(Math.trunc(asked), 1), MAX_PAGE_SIZE);
  const page = Math.max(Math.trunc(Number(url.searchParams.get('Page')) || 0), 0);
  const first = firstIndex(items, { page, pageSize, token: url.searchParams.get('PageToken') });
  const shown = items.slice(first, first + pageSize);

  const pageUri = (number: number, token?: string) => {
    const query = new URLSearchParams(url.searchParams);
    query.set('PageSize', String(pageSize));
    query.set('Page', String(number));
    query.delete('PageToken');
    if (token) query.set('PageToken', token);
    return `${url.pathname}?${query}`;
  };
  const hasNext = first + pageSize < items.length;
  const start = page * pageSize;
  return restJson({
    [key]: shown,
    page,
    page_size: pageSize,
    start,
    end: start + Math.max(shown.length - 1, 0),
    first_page_uri: pageUri(0),
    next_page_uri: hasNext ? pageUri(page + 1, `PA${shown.at(-1)?.sid}`) : null,
    previous_page_uri: page > 0 ? pageUri(page - 1, `PB${shown[0]?.sid}`) : null,
    uri: url.pathname + url.search,
  });
}

/** Whether a moment lies in the UTC days that `name`, `name<` and `name>` allow, bounds included. */
export function isWithinDays(at: number | undefined, name: string, query: URLSearchParams) {
  const day = at === undefined ? '' : new Date(at).toISOString().slice(0, 10);
  const [on, until, since] = ['', '<', '>'].map((bound) => query.get(name + bound)?.slice(0, 10));
  return (!on || day === on) && (!until || (day && day <= until)) && (!since || day >= since);
}

/** Whether a value is the one that a query asks for by name, or the query does not ask. */
export function isAskedFor(value: string | undefined, name: string, query: URLSearchParams) {
  const asked = query.get(name);
  return !asked || asked === value;
}

function firstIndex(
  items: RestList['items'],
  { page, pageSize, token }: { page: number; pageSize: number; token: string | null },
): number {
  const [, side, sid] = tokenPattern.exec(token ?? '') ?? [];
  const index = items.findIndex((item) => item.sid === sid);
  if (index < 0) return page * pageSize;
  return side === 'A' ? index + 1 : Math.max(index - pageSize, 0);
}
