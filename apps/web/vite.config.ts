import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = 'http://localhost:4210';

/** Few files instead of one a component, cut by how often they change and by when they are needed. The first match by priority wins. */
const chunks = [
  { name: 'react', priority: 4, test: /node_modules[\\/](react|react-dom|scheduler|react-router)[\\/]/ },
  { name: 'mantine', priority: 3, test: /node_modules[\\/](@mantine|@floating-ui)[\\/]/, tags: ['$initial' as const] },
  { name: 'data', priority: 2, test: /node_modules[\\/]/, tags: ['$initial' as const] },
  { name: 'app', priority: 1, tags: ['$initial' as const] },
  // After what every page loads: a group takes along what its modules need, which may be needed from the start.
  {
    name: 'charts',
    priority: 1,
    test: /node_modules[\\/](recharts|@mantine[\\/]charts|d3-[a-z]+|victory-vendor|@reduxjs|redux|immer)[\\/]/,
  },
  // What draws a session's transcript is large and for those who open one.
  {
    name: 'parts',
    priority: 0,
    test: /src[\\/](ui|modules(?![\\/](transcript|markdown|code|diff)[\\/])|lib)[\\/]|@mantine[\\/](core|hooks|form)|@tabler/,
    minShareCount: 2,
  },
];

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/trpc': { target: server, ws: true },
      '/llm': server,
      '/health': server,
    },
  },
  build: { rolldownOptions: { output: { codeSplitting: { groups: chunks } } } },
});
