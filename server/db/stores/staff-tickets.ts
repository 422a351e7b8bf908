import type { Queryable } from '../zone';

const GOOD_FOR = `interval '10 minutes'`;

/** Keeps that somebody gave the right password and owes the second factor. */
export async function insertTicket(identity: Queryable, ticketHash: string, staff: string, now: Date): Promise<void> {
  await identity.query(`INSERT INTO identity.staff_ticket VALUES ($1, $2, $3::timestamptz + ${GOOD_FOR})`, [
    ticketHash,
    staff,
    now,
  ]);
}

/** Whose ticket it is, while it is good. */
export async function staffOfTicket(identity: Queryable, ticketHash: string, now: Date): Promise<string | undefined> {
  const [row] = await identity.query<{ staff: string }>(
    `SELECT t.staff FROM identity.staff_ticket t JOIN identity.staff s USING (staff)
     WHERE t.ticket_hash = $1 AND t.expires_at > $2 AND s.disabled_at IS NULL`,
    [ticketHash, now],
  );
  return row?.staff;
}

/** Spends a ticket. @returns false where it is spent already. */
export async function spendTicket(identity: Queryable, ticketHash: string): Promise<boolean> {
  const rows = await identity.query('DELETE FROM identity.staff_ticket WHERE ticket_hash = $1 RETURNING staff', [ticketHash]);
  return rows.length > 0;
}

/** A password changed or reset makes what was begun with the old one worthless. */
export async function dropTickets(identity: Queryable, staff: string): Promise<void> {
  await identity.query('DELETE FROM identity.staff_ticket WHERE staff = $1', [staff]);
}
