import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

export const providers = ['sqlite', 'postgresql'];
const folder = new URL('../', import.meta.url);

/** The head of one provider: generator, datasource and every model file, in order of name. Prisma wants the provider as a literal. */
export function headOf(provider) {
  const models = readdirSync(new URL('models/', folder))
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => readFileSync(new URL(`models/${name}`, folder), 'utf8').trim());
  return `// Made from models/*.prisma by \`pnpm --filter @open-ace/prisma heads\`. Change the models, not this file.
generator client {
  provider            = "prisma-client"
  output              = "../generated/${provider}"
  importFileExtension = "ts"
}

datasource db {
  provider = "${provider}"
}

${models.join('\n\n')}
`;
}

export const headFile = (provider) => new URL(`${provider}/schema.prisma`, folder);

if (import.meta.main ?? process.argv[1] === new URL(import.meta.url).pathname) {
  for (const provider of providers) writeFileSync(headFile(provider), headOf(provider));
}
