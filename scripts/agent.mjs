/* The agent from a clone, for a machine that is not the server's: `npm run agent -- run --server <url> --token <token>`. */
import './node-version.mjs';

// Dynamic, because an old Node must reach the check above before it parses what it cannot.
void import('./agent/main.mjs').then(({ main }) => main());
