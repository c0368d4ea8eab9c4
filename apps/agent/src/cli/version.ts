import { build } from '../build.ts';

export function version(): void {
  console.log(`${build.version} (${build.commit})`);
}
