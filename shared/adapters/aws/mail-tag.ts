/** The tag that names a mail in the reports of SES. https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html */
export const MAIL_TAG = 'telling';
