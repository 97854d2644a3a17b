import { copyFile, cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { lambdas } from '#shared/lambdas.ts';

/** The folders of a build: one for each function, and one for the image of the media service. */
export type Bundles = {
  readonly functions: { readonly [Name in keyof typeof lambdas]: string };
  /** The build context of the Dockerfile. */
  readonly media: string;
};

const root = new URL('../', import.meta.url);

const options = {
  bundle: true,
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
  logLevel: 'warning',
  // Defines the globals that bundled CommonJS modules expect.
  banner: {
    js: [
      "import{createRequire as createRequireHere}from'node:module'",
      'const require=createRequireHere(import.meta.url)',
      'const{dirname:__dirname,filename:__filename}=import.meta;',
    ].join(';'),
  },
} as const satisfies BuildOptions;

/** Files that the media service reads at its start, and their paths in its bundle. */
const mediaFiles = {
  'media-service/hearing/vad/silero.wasm': 'media-service/silero.wasm',
  'media-service/hearing/vad/silero-v6-8khz.f32': 'media-service/silero-v6-8khz.f32',
  'assets/phrases': 'assets/phrases',
};

/** Bundles the whole product into a folder, which it empties first, and returns the folders of its parts. */
export async function bundle(folder: string): Promise<Bundles> {
  await rm(folder, { recursive: true, force: true });
  const names = Object.keys(lambdas) as (keyof typeof lambdas)[];
  const media = `${folder}/media`;
  await Promise.all([
    build({
      ...options,
      entryPoints: names.map((name) => ({
        in: path(`functions/${name}.ts`),
        out: `${name}/index`,
      })),
      outdir: `${folder}/functions`,
    }),
    build({
      ...options,
      entryPoints: { main: path('media-service/main.ts') },
      outdir: `${media}/media-service`,
    }),
    collect(media),
  ]);
  const folders = names.map((name) => [name, `${folder}/functions/${name}`] as const);
  return { functions: Object.fromEntries(folders) as Bundles['functions'], media };
}

async function collect(media: string): Promise<void> {
  await mkdir(`${media}/media-service`, { recursive: true });
  const copies = Object.entries(mediaFiles).map(([from, to]) =>
    cp(path(from), `${media}/${to}`, { recursive: true }),
  );
  await Promise.all([...copies, copyFile(path('media-service/Dockerfile'), `${media}/Dockerfile`)]);
}

function path(inside: string): string {
  return fileURLToPath(new URL(inside, root));
}
