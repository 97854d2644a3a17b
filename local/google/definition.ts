import protos from '@google-cloud/text-to-speech/build/protos/protos.json' with { type: 'json' };
import { GrpcClient, type grpc } from 'google-gax';

/** Returns the gRPC service definition, from the file that the vendor's client is generated from. */
export function textToSpeech(): grpc.ServiceDefinition {
  // The loader's type does not describe the loaded file; its shape is the vendor's.
  const root = new GrpcClient().loadProtoJSON(protos) as unknown as Root;
  return root.google.cloud.texttospeech.v1.TextToSpeech.service;
}

type Root = {
  google: { cloud: { texttospeech: { v1: { TextToSpeech: grpc.ServiceClientConstructor } } } };
};
