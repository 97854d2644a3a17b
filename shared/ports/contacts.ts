/** Joins WhatsApp users without a number to contacts, in `leads` and in every table that names a contact. */
export interface ContactJoins {
  /**
   * Returns the contact that an address belongs to; the address itself if it was never joined.
   * @throws VendorFailed
   */
  contactOf(address: string): Promise<string>;
  /**
   * Makes a user an alias of a contact, at a moment in epoch ms. The contact's lead gets the facts of the user's lead.
   * It can be repeated. Returns false if the user is joined to another contact already.
   * @throws VendorFailed, also if either lead keeps changing
   */
  alias(user: string, contact: string, at: number): Promise<boolean>;
  /**
   * Moves the rows of a user to a contact, and returns how many there were in each table. It can be repeated.
   * @throws VendorFailed, after which some of them may be moved
   */
  moveRows(user: string, contact: string): Promise<Readonly<Record<string, number>>>;
  /**
   * Ends a join: from now on the user is a contact of their own. Rows that were moved stay where they are.
   * Returns false if the user was not joined.
   * @throws VendorFailed
   */
  separate(user: string): Promise<boolean>;
}
