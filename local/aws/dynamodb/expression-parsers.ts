import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';

// dynalite's parsers try each rule again at the same place: nested parentheses take exponential time. The
// condition under which a stream is attached took 177 ms, in which the whole world stood still. With a memory
// of each rule's result at each place, as in a packrat parser, the time is linear.

type Parser = { parse(expression: string, options: object): unknown };

const require = createRequire(import.meta.url);

const ENTRY = 'function peg$parse(input, options) {';
const MEMORY = `${ENTRY}
  const peg$memory = new Map();
  function peg$remembered(rule, parse) {
    const key = rule + (peg$silentFails === 0 ? ' ' : ' silent ') + peg$currPos;
    const known = peg$memory.get(key);
    if (known) {
      peg$currPos = known.end;
      return known.result;
    }
    const result = parse();
    peg$memory.set(key, { result, end: peg$currPos });
    return result;
  }`;
const RULE = /function peg\$parse(\w+)\(\) \{/g;
const REMEMBERED_RULE =
  'function peg$parse$1() { return peg$remembered("$1", peg$parseFresh$1); }\n' +
  'function peg$parseFresh$1() {';

/** Gives the parsers of dynalite's condition and update expressions a memory, once a process. */
export function quickenExpressionParsers(): void {
  for (const name of ['conditionParser', 'updateParser']) {
    const path = require.resolve(`dynalite/db/${name}.js`);
    const parser: Parser = require(path);
    const source = readFileSync(path, 'utf8').replace(ENTRY, MEMORY).replace(RULE, REMEMBERED_RULE);
    const module = { exports: parser };
    compileFunction(source, ['module', 'exports', 'require'], { filename: path })(
      module,
      parser,
      require,
    );
    parser.parse = module.exports.parse;
  }
}
