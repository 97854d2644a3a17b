/** Says that something given to us from outside is wrong: which thing, and what to do about it. */
export class InvalidInput extends Error {
  override readonly name: string = 'InvalidInput';
}

/** Says that a vendor answered badly or not at all: which vendor, and how. */
export class VendorFailed extends Error {
  override readonly name: string = 'VendorFailed';
  readonly vendor: Vendor;

  constructor(vendor: Vendor, message: string, options?: ErrorOptions) {
    super(`${vendor}: ${message}`, options);
    this.vendor = vendor;
  }
}

/** Names what a vendor's client throws, unless it has a name already: `client.send(command).catch(failing('s3', 'nothing was stored'))`. */
export function failing(vendor: Vendor, message: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof VendorFailed) throw cause;
    throw new VendorFailed(vendor, message, { cause });
  };
}

/** Says that a vendor did not answer within its named deadline. */
export class DeadlineExceeded extends VendorFailed {
  override readonly name: string = 'DeadlineExceeded';

  constructor(vendor: Vendor, deadline: string, deadlineMs: number) {
    super(vendor, `nothing within the ${deadline} deadline of ${deadlineMs} ms`);
  }
}

type Vendor = 'openai' | 'google' | 'twilio' | 'dynamodb' | 's3' | 'scheduler' | 'secrets-manager';
