import './node-version.mjs';

void import('./test/main.mjs').then(({ main }) => main(process.argv.slice(2)));
