import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readTensors } from './onnx.ts';
import { fromTensors, TENSORS, type TensorName } from './silero-weights.ts';
import { WEIGHTS_FILE } from './weights-file.ts';

/** The prefix of the 8 kHz tensors: the else branch of the model's condition on a rate of 16 kHz. */
const BRANCH = 'If_0_else_branch__Inline_0__';
const HELP = `Usage: node media-service/hearing/vad/extract-weights.ts path/to/silero_vad_v6.onnx

Extracts the 8 kHz network of Silero's voice detector into media-service/hearing/vad/silero-v6-8khz.f32.
The model is in the npm package @ricky0123/vad-web 0.0.31: npm pack it and unpack dist/silero_vad_v6.onnx.

  --help  show this
`;

/** Extracts the weights; returns the exit code: 0 done, 1 another model, 2 wrong usage. */
async function main(): Promise<number> {
  try {
    const options = { help: { type: 'boolean', default: false } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const [path] = positionals;
    if (!values.help && !path) return refuse('The path of the model is missing.', 2);
    if (values.help || !path) process.stdout.write(HELP);
    else await extract(await readFile(path));
    return 0;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : `${error}`, isMisuse(error) ? 2 : 1);
  }
}

function isMisuse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && `${error.code}`.startsWith('ERR_PARSE_ARGS');
}

function refuse(message: string, exitCode: 1 | 2): number {
  process.stderr.write(`${message}\n${exitCode === 2 ? HELP : ''}`);
  return exitCode;
}

async function extract(model: Uint8Array): Promise<void> {
  print(`model    ${sha256(model)}`);
  const tensors = readTensors(model);
  const numbers = fromTensors((name) => {
    const tensor = tensors.get(BRANCH + name);
    if (!tensor) throw new Error(`The model has no 8 kHz tensor ${name}.`);
    requireShape(name, tensor.shape);
    print(`${name.padEnd(32)}${tensor.shape.join(' × ')}`);
    return tensor.values;
  });
  const file = new Uint8Array(numbers.buffer);
  await writeFile(WEIGHTS_FILE, file);
  print(`weights  ${sha256(file)}  ${numbers.length} numbers`);
}

function requireShape(name: TensorName, shape: readonly number[]): void {
  if (`${shape}` === `${TENSORS[name]}`) return;
  throw new Error(
    `The tensor ${name} is ${shape.join(' × ')} instead of ${TENSORS[name].join(' × ')}.`,
  );
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

process.exitCode = await main();
