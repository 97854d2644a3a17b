import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { isMoveOf, movedOn, type Viewing } from '#shared/domain/office/viewing.ts';
import { failing, VendorFailed } from '#shared/errors.ts';
import type { Viewings } from '#shared/ports/viewings.ts';
import { survive } from '#shared/survival.ts';
import { change, type DynamoDb } from './table-client.ts';
import { awaitsTelling, UNTOLD } from './untold.ts';
import { viewingChanges } from './viewing-changes.ts';
import { viewingClaims } from './viewing-claims.ts';
import { viewingRows } from './viewing-rows.ts';

const table = 'viewings';
/** More than a contact can have ahead, including cancelled viewings. */
const MAX_ROWS = 20;
/** The time that a writer has after its claim: a third of the time for which a claim counts. */
const WRITER_MS = 20_000;

type Cancelled = Parameters<Viewings['cancel']>[0];

/** `viewings` in DynamoDB, and their times in `days`. The day is written first: it decides who has the time. */
export function dynamoViewings(db: DynamoDb): Viewings {
  const [changes, claims, rows] = [viewingChanges(db), viewingClaims(db), viewingRows(db)];
  // Without its note, a change is found as soon as the index shows it.
  const note = (viewing: Pick<Viewing, 'id' | 'contact'>) =>
    survive('viewing.change-not-noted', changes.note(viewing));
  // An interval without a booked row soon counts no more.
  const release = (viewing: Cancelled) => survive('viewing.not-released', claims.release(viewing));

  /** Cancels a viewing; its broker is told, unless the invitation goes on as another viewing. */
  const cancel = async ({ id, contact, source_id }: Cancelled, isTold = true): Promise<boolean> => {
    const cancelled = change(db, {
      table,
      key: { id },
      set: { status: 'cancelled', ...(isTold ? awaitsTelling(Date.now()) : {}) },
      remove: isTold ? [] : [UNTOLD, 'tell_at'],
      when: '#contact = :contact AND #status = :booked AND #source_id = :source',
      values: { contact, booked: 'booked', source: source_id },
    });
    const [row] = await Promise.all([cancelled, note({ id, contact })]);
    return row !== undefined;
  };

  /** Cancels the viewings that a new one replaces; returns those that it replaced. */
  const replace = async (booked: Viewing, replaced: readonly Viewing[]): Promise<Viewing[]> => {
    const moved = await Promise.all(
      replaced.map(async (old) => {
        // The new row has taken the place of one with the same id.
        const isOver =
          old.id === booked.id ||
          (await survive('viewing.not-cancelled', cancel(old, !isMoveOf(booked, old))));
        if (isOver) await release(old);
        return isOver ? [old] : [];
      }),
    );
    return moved.flat();
  };

  return {
    find: rows.find,

    async book(viewing, replaced = []) {
      const claim = await claims.claim(viewing, replaced);
      if ('refused' in claim) return claim;
      if ('standing' in claim) {
        const { standing } = claim;
        return { booked: standing, moved: await replace(standing, claim.replaced) };
      }
      if (Date.now() - claim.claimedAt > WRITER_MS) {
        throw new VendorFailed('dynamodb', 'a viewing took too long to be booked');
      }
      const booked = movedOn(viewing, claim.replaced);
      const [isBooked] = await Promise.all([rows.put(booked, claim.sources), note(viewing)]);
      if (!isBooked) {
        await release(viewing);
        return { refused: 'taken' };
      }
      return { booked, moved: await replace(booked, claim.replaced) };
    },

    async cancel(viewing) {
      const isCancelled = await cancel(viewing);
      if (isCancelled) await release(viewing);
      return isCancelled;
    },

    firstFree: claims.firstFree,

    async ofContact(contact, from) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: 'by_contact',
        KeyConditionExpression: '#contact = :contact AND #at >= :from',
        ExpressionAttributeNames: { '#contact': 'contact', '#at': 'at' },
        ExpressionAttributeValues: { ':contact': contact, ':from': from },
        Limit: MAX_ROWS,
      });
      const { Items = [] } = await db
        .send(command)
        .catch(failing('dynamodb', 'viewings was not read'));
      const known = await changes.applied(contact, Items as Viewing[]);
      return known
        .filter(({ at }) => at >= from)
        .toSorted((a, b) => a.at - b.at)
        .slice(0, MAX_ROWS);
    },
  };
}
