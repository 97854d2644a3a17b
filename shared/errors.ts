/** An input from outside is wrong; the message names the input and its remedy. */
export class InvalidInput extends Error {
  override readonly name: string = 'InvalidInput';
}

/** A vendor answered badly or not at all; the message names the vendor and the failure. */
export class VendorFailed extends Error {
  override readonly name: string = 'VendorFailed';
  readonly vendor: Vendor;

  constructor(vendor: Vendor, message: string, options?: ErrorOptions) {
    super(`${vendor}: ${message}`, options);
    this.vendor = vendor;
  }
}

/** Returns a handler that wraps a client's error in `VendorFailed`, unless it is one: `client.send(command).catch(failing('s3', 'nothing was stored'))`. */
export function failing(vendor: Vendor, message: string): (cause: unknown) => never {
  return (cause) => {
    if (cause instanceof VendorFailed) throw cause;
    throw new VendorFailed(vendor, message, { cause });
  };
}

/** A vendor did not answer within a named deadline. */
export class DeadlineExceeded extends VendorFailed {
  override readonly name: string = 'DeadlineExceeded';

  constructor(vendor: Vendor, deadline: string, deadlineMs: number) {
    super(vendor, `nothing within the ${deadline} deadline of ${deadlineMs} ms`);
  }
}

type Vendor =
  | 'openai'
  | 'google'
  | 'twilio'
  | 'dynamodb'
  | 's3'
  | 'scheduler'
  | 'secrets-manager'
  | 'ses'
  | 'listing-source';
