import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

// The plane answers with a strict Content-Security-Policy: nothing may be inlined into the page, and every asset carries
// a digest in its name so that it can be cached for ever.
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'dist',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    sourcemap: false,
    reportCompressedSize: false,
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env['FREEHOLD_PLANE'] ?? 'http://127.0.0.1:8090' } },
  },
  test: {
    environment: 'happy-dom',
    include: ['test/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
