declare const __OPENACE_VERSION__: string | undefined;
declare const __OPENACE_COMMIT__: string | undefined;

/** Stamped by the bundler; a run from source says so. */
export const build = {
  version: typeof __OPENACE_VERSION__ === 'string' ? __OPENACE_VERSION__ : '0.0.0-source',
  commit: typeof __OPENACE_COMMIT__ === 'string' ? __OPENACE_COMMIT__ : 'unknown',
};
