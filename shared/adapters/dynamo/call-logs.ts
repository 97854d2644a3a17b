import { GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type CallLog,
  type ConnectedAfter,
  intentOf,
  isTerminal,
  rankOfStatus,
} from '#shared/domain/calls/call-log.ts';
import { type Series, seriesBefore } from '#shared/domain/calls/stream-ended.ts';
import { type CallParties, contactOfCall } from '#shared/domain/office/contact.ts';
import { officeDay } from '#shared/domain/office/office-day.ts';
import { failing } from '#shared/errors.ts';
import type { CallLogs, CallMove } from '#shared/ports/calls.ts';
import { awaitsCard } from './call-cards.ts';
import { type Change, change, type DynamoDb } from './table-client.ts';

const table = 'call_log';
/** Keeps a late webhook from filling in an erased call. */
const isNotErased = 'attribute_not_exists(#erased_at)';
const risingStatus = 'attribute_not_exists(#status_rank) OR #status_rank < :set_status_rank';

/** `call_log` in DynamoDB. */
export function dynamoCallLogs(db: DynamoDb): CallLogs {
  const write = async (callSid: string, wanted: Omit<Change, 'table' | 'key'>) => {
    const when = wanted.when ? `${isNotErased} AND (${wanted.when})` : isNotErased;
    const written = await change(db, { table, key: { call_sid: callSid }, ...wanted, when });
    return written as CallLog | undefined;
  };

  /** Writes a status that may come late; if it does, everything but the status is written. */
  const writeRising = async (
    callSid: string,
    status: CallLog['status'],
    wanted: Omit<Change, 'table' | 'key'>,
  ) => {
    if (!status) return write(callSid, wanted);
    const rising = { ...wanted.set, status, status_rank: rankOfStatus(status) };
    return (
      (await write(callSid, { ...wanted, set: rising, when: risingStatus })) ??
      write(callSid, wanted)
    );
  };

  const people = ({ from, to, forwardedFrom }: CallParties) => ({
    from_number: from,
    to_number: to,
    contact: contactOfCall({ from, to, forwardedFrom }, db.officeLines ?? []),
  });

  return {
    async open({ callSid, status, ...parties }, at) {
      return writeRising(callSid, status, {
        set: { updated_at: at },
        setOnce: { ...born(at), ...people(parties), ...firstGeneration(1, at) },
      });
    },

    async find(callSid) {
      const command = new GetCommand({
        TableName: table,
        Key: { call_sid: callSid },
        ConsistentRead: true,
      });
      const { Item } = await db.send(command).catch(failing('dynamodb', 'call_log was not read'));
      return Item as CallLog | undefined;
    },

    async attach({ callSid, gen, streamSid, holder }, at) {
      const attached = await write(callSid, {
        set: { stream_sid: streamSid, stream_holder: holder, updated_at: at },
        setOnce: { ...born(at), ...firstGeneration(gen, at) },
        when: 'attribute_not_exists(#control) OR (#control = :stream AND #gen = :mine AND (attribute_not_exists(#stream_sid) OR (#stream_sid = :set_stream_sid AND #stream_holder = :set_stream_holder)))',
        values: { stream: 'stream', mine: gen },
      });
      if (!attached) return false;
      await writeRising(callSid, 'in_progress', { set: { updated_at: at } });
      return true;
    },

    async intend(callSid, gen, intended) {
      await write(callSid, {
        set: {
          intent: intentOf(intended),
          wish: typeof intended === 'string' ? undefined : intended.human,
        },
        when: '#control = :stream AND #gen = :mine',
        values: { stream: 'stream', mine: gen },
      });
    },

    taken: (callSid, { gen, ring }, at) =>
      write(callSid, {
        set: { taken_at: at },
        when: '#control = :human AND #gen = :gen AND #ring = :ring',
        values: { human: 'human', gen, ring },
      }),

    move: (call, at) => write(call.callSid, toChange(call, at)),

    async rescue({ callSid, gen, reason }, at) {
      const isSilent =
        reason === 'no-start'
          ? '#control = :stream AND attribute_not_exists(#stream_sid)'
          : '#control = :stream';
      const rescued = await write(callSid, {
        set: { control: 'fallback', updated_at: at },
        setOnce: { ...born(at), gen },
        when: `attribute_not_exists(#control) OR (#gen = :mine AND ((${isSilent}) OR (#control = :fallback AND attribute_not_exists(#redirected_at) AND attribute_not_exists(#answered_at) AND attribute_not_exists(#recorded_at))))`,
        values: { mine: gen, stream: 'stream', fallback: 'fallback' },
      });
      return rescued !== undefined;
    },

    async redirected(callSid, at) {
      await write(callSid, { set: { redirected_at: at, updated_at: at } });
    },

    async answered(callSid, at) {
      await write(callSid, { set: { updated_at: at }, setOnce: { answered_at: at } });
    },

    async raise(callSid, { status, from, to, forwardedFrom, durationS, startedAt }, at) {
      const setOnce = born(startedAt ?? at);
      if (from !== undefined && to !== undefined) {
        // The first webhook knows more of a forwarded call, so what it wrote stands as a whole.
        await write(callSid, {
          setOnce: { ...setOnce, updated_at: at, ...people({ from, to, forwardedFrom }) },
          when: 'attribute_not_exists(#from_number)',
        });
      }
      const raised = { set: { updated_at: at, duration_s: durationS }, setOnce };
      if (!status || !isTerminal(status)) return writeRising(callSid, status, raised);
      // A call ends once, so only its first terminal status asks for a card.
      const ended = { ...raised.set, ...awaitsCard(at), status, status_rank: rankOfStatus(status) };
      return (
        (await write(callSid, { ...raised, set: ended, when: risingStatus })) ??
        write(callSid, raised)
      );
    },

    recorded: (callSid, { recordingSid, status }, at) =>
      write(callSid, {
        set: { recording_sid: recordingSid, recording_status: status, updated_at: at },
        setOnce: { ...born(at), ...(status === 'absent' ? {} : { recorded_at: at }) },
      }),

    async transcribe(callSid, transcript, readAt) {
      await write(callSid, {
        set: { transcript, transcript_read_at: readAt, updated_at: readAt },
        setOnce: born(readAt),
        when: 'attribute_not_exists(#transcript_read_at) OR #transcript_read_at <= :set_transcript_read_at',
      });
    },
  };
}

/** Returns the conditional write of a move, which succeeds only while the call is as it was seen. */
function toChange(
  { seen, move, handOver, ceiling }: CallMove,
  at: number,
): Omit<Change, 'table' | 'key'> {
  if (move === 'ended') {
    return { set: { control: 'ended', ceiling, updated_at: at }, setOnce: born(at) };
  }
  if (move === 'ended-untaken') {
    return {
      set: { control: 'ended', updated_at: at },
      setOnce: born(at),
      remove: ['taken_at'],
    };
  }
  const asSeen = conditionOf(seen);
  const { moves, losses } = seriesBefore(seen, at);
  const nextGeneration = (
    series: Series,
    connectedAfter: ConnectedAfter,
    inVain?: CallMove['handOver'],
  ) => ({
    ...asSeen,
    set: {
      control: 'stream',
      gen: (seen?.gen ?? 0) + 1,
      connected_after: connectedAfter,
      // The end of the call opens its task, if the present writer cannot.
      hand_over: inVain,
      ...series,
      connected_at: at,
      updated_at: at,
    },
    // The agent is back, so nobody has the call.
    remove: ['stream_sid', 'stream_holder', 'intent', 'wish', 'taken_at'],
  });
  const further = { moves: moves + 1, losses: 0 };
  switch (move) {
    case 'connect-after-move':
      return nextGeneration(further, 'move');
    case 'connect-after-dial':
      return nextGeneration(further, 'dial');
    case 'connect-after-closed':
      return nextGeneration(further, 'closed', handOver);
    case 'connect-after-no-phone':
      return nextGeneration(further, 'no-phone', handOver);
    case 'connect-after-loss':
      return nextGeneration({ moves, losses: losses + 1 }, 'loss');
    case 'fallback':
      return {
        ...asSeen,
        set: { control: 'fallback', ceiling, answered_at: at, updated_at: at },
        setOnce: { ...born(at), gen: 1 },
        remove: ['taken_at'],
      };
    case 'human':
      return {
        ...asSeen,
        set: { control: 'human', hand_over: handOver, ring: 0, updated_at: at },
        remove: ['taken_at'],
      };
    case 'ring-next':
      return {
        ...asSeen,
        set: { ring: (seen?.ring ?? 0) + 1, updated_at: at },
        remove: ['taken_at'],
      };
  }
}

/** Returns the condition that a call is as it was seen; with a person, also at the same phone. */
function conditionOf(seen: CallLog | undefined): Pick<Change, 'when' | 'values'> {
  if (!seen?.control) return { when: 'attribute_not_exists(#control)' };
  const { control, gen, ring } = seen;
  const isSame = '#control = :control AND #gen = :gen';
  return control === 'human' && ring !== undefined
    ? { when: `${isSame} AND #ring = :ring`, values: { control, gen, ring } }
    : { when: isSame, values: { control, gen } };
}

function born(at: number) {
  return { created_at: at, day: officeDay(at) };
}

function firstGeneration(gen: number, at: number) {
  return { gen, control: 'stream', moves: 0, losses: 0, connected_at: at };
}
