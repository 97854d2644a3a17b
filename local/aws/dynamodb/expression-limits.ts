/**
 * DynamoDB's limits on expressions, which dynalite does not have:
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */
const MAX_EXPRESSION_BYTES = 4_096;
const MAX_OPERATORS = 300;

const EXPRESSIONS = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
] as const;

const FUNCTIONS =
  'attribute_exists|attribute_not_exists|attribute_type|begins_with|contains|size|if_not_exists|list_append';
/** Operators of conditions; the `AND` of a `BETWEEN` belongs to the `BETWEEN`. */
const CONDITION_OPERATORS = new RegExp(
  String.raw`<>|<=|>=|[=<>]|\b(?:BETWEEN\s+\S+\s+AND|AND|OR|NOT|IN)\b|\b(?:${FUNCTIONS})\s*\(`,
  'gi',
);
/** Operators of updates; the equals sign of `SET` does not count. */
const UPDATE_OPERATORS = new RegExp(String.raw`[+-]|\b(?:${FUNCTIONS})\s*\(`, 'gi');

/** Returns DynamoDB's complaint about an expression that is too long or too complex; undefined where all are within the limits. */
export function expressionComplaint(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of EXPRESSIONS) {
    const expression = fields[name];
    if (typeof expression !== 'string') continue;
    const bytes = Buffer.byteLength(expression);
    if (bytes > MAX_EXPRESSION_BYTES) {
      return `Invalid ${name}: Expression size has exceeded the maximum allowed size; expression size: ${bytes}`;
    }
    const operators = operatorsIn(expression, name === 'UpdateExpression');
    if (operators > MAX_OPERATORS) {
      return `Invalid ${name}: The expression contains too many operators; operator count: ${operators}`;
    }
  }
  return undefined;
}

function operatorsIn(expression: string, isUpdate: boolean): number {
  return [...expression.matchAll(isUpdate ? UPDATE_OPERATORS : CONDITION_OPERATORS)].length;
}
