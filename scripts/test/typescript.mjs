import { register } from 'node:module';

/** Lets this process import TypeScript, which Node itself can only from 22.18 on. Call it once the packages are installed. */
export function allowTypeScript() {
  register('./typescript-hook.mjs', import.meta.url);
}
