import './node-version.mjs';

void import('./test/main.mjs').then(({ testSlowClis }) => testSlowClis(process.argv.slice(2)));
