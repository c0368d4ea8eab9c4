import './node-version.mjs';

// Dynamic, because an old Node must reach the check above before it parses what it cannot.
void import('./start/main.mjs').then(({ main }) => main(process.argv.slice(2)));
