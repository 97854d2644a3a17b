import protos from '@google-cloud/text-to-speech/build/protos/protos.json' with { type: 'json' };
import { GrpcClient, type grpc } from 'google-gax';

/** The service's definition, out of the very file from which the vendor's own client is made. */
export function textToSpeech(): grpc.ServiceDefinition {
  // The loader's type knows only that something was loaded; the file is the vendor's, and so is its shape.
  const root = new GrpcClient().loadProtoJSON(protos) as unknown as Root;
  return root.google.cloud.texttospeech.v1.TextToSpeech.service;
}

type Root = {
  google: { cloud: { texttospeech: { v1: { TextToSpeech: grpc.ServiceClientConstructor } } } };
};
