const FLOAT = 1;

/** A tensor of single precision in an ONNX model. */
export type Tensor = { readonly shape: readonly number[]; readonly values: Float32Array };

/** Returns the constant tensors of an ONNX model by the name of their output, including those inside branches. */
export function readTensors(model: Uint8Array): Map<string, Tensor> {
  const tensors = new Map<string, Tensor>();
  for (const graph of messages(model, MODEL.graph)) collect(graph, tensors);
  return tensors;
}

// Field numbers of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3, as far as they are read here.
const MODEL = { graph: 7 };
const GRAPH = { node: 1 };
const NODE = { output: 2, attribute: 5 };
const ATTRIBUTE = { tensor: 5, graph: 6 };
const TENSOR = { dims: 1, dataType: 2, rawData: 9 };

function collect(graph: Uint8Array, tensors: Map<string, Tensor>): void {
  for (const node of messages(graph, GRAPH.node)) {
    const [output = new Uint8Array()] = messages(node, NODE.output);
    for (const attribute of messages(node, NODE.attribute)) {
      for (const branch of messages(attribute, ATTRIBUTE.graph)) collect(branch, tensors);
      for (const message of messages(attribute, ATTRIBUTE.tensor)) {
        const tensor = toTensor(message);
        if (tensor) tensors.set(new TextDecoder().decode(output), tensor);
      }
    }
  }
}

function toTensor(message: Uint8Array): Tensor | undefined {
  const [raw] = messages(message, TENSOR.rawData);
  const isFloat = numbers(message, TENSOR.dataType)[0] === FLOAT;
  if (!raw || !isFloat) return undefined;
  return {
    shape: numbers(message, TENSOR.dims),
    values: new Float32Array(Uint8Array.from(raw).buffer),
  };
}

function messages(message: Uint8Array, field: number): Uint8Array[] {
  return fields(message).flatMap(({ number, value }) =>
    number === field && typeof value !== 'number' ? [value] : [],
  );
}

/** Returns the numbers of a repeated field, packed or not. */
function numbers(message: Uint8Array, field: number): number[] {
  return fields(message).flatMap(({ number, value }) => {
    if (number !== field) return [];
    if (typeof value === 'number') return [value];
    const packed: number[] = [];
    for (let at = 0; at < value.length; ) {
      const [one, next] = varint(value, at);
      packed.push(one);
      at = next;
    }
    return packed;
  });
}

type Field = { readonly number: number; readonly value: number | Uint8Array };

/** Splits a protobuf message into its fields. https://protobuf.dev/programming-guides/encoding/ */
function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  for (let at = 0; at < message.length; ) {
    const [tag, start] = varint(message, at);
    const [number, wireType] = [tag >>> 3, tag & 7];
    if (wireType === 0) {
      const [value, next] = varint(message, start);
      found.push({ number, value });
      at = next;
    } else if (wireType === 2) {
      const [length, from] = varint(message, start);
      at = from + length;
      found.push({ number, value: message.subarray(from, at) });
    } else if (wireType === 1 || wireType === 5) {
      at = start + (wireType === 1 ? 8 : 4);
    } else throw new Error(`This is not a protobuf message: wire type ${wireType} at byte ${at}.`);
  }
  return found;
}

/** Reads a number of seven bits a byte. Numbers past 2⁵³ would be rounded; this format has none that large. */
function varint(bytes: Uint8Array, start: number): [value: number, next: number] {
  let value = 0;
  for (let at = start, scale = 1; ; at++, scale *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('This is not a protobuf message: it ends too early.');
    value += (byte & 127) * scale;
    if (byte < 128) return [value, at + 1];
  }
}
