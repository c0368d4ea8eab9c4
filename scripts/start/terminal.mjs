const width = 44;

/** Lines for a person: one a step, with its duration, and the running time beside it where the terminal can rewrite a line. */
export function createTerminal(out = process.stdout, err = process.stderr) {
  return {
    line(text = '') {
      out.write(text === '' ? '\n' : `  ${text}\n`);
    },

    failure(error) {
      if (error.tail) err.write(`\n${error.tail.replaceAll(/^/gm, '    ')}\n`);
      err.write(`\n  ${error.message}\n\n`);
    },

    /** `work` may return a short remark, shown before the duration. */
    async step(title, work) {
      const started = Date.now();
      const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
      const label = `  ${`${title} `.padEnd(width, '.')} `;
      out.write(label);
      const ticking = out.isTTY ? setInterval(() => out.write(`\r${label}${seconds()}`), 1000) : undefined;
      try {
        const remark = await work();
        out.write(`${out.isTTY ? `\r${label}` : ''}${remark ? `${remark}, ` : ''}${seconds()}\n`);
      } catch (error) {
        out.write(`${out.isTTY ? `\r${label}` : ''}failed after ${seconds()}\n`);
        throw error;
      } finally {
        clearInterval(ticking);
      }
    },
  };
}
