import react from '@vitejs/plugin-react'
import { EVENTS, NOTICE_EVENTS } from '@yingshang/server/contract'
import { defineConfig } from 'vite'

/** The pages are served by the server from `dist`; in development Vite serves them and hands `/api` to a server on the default port. */
export default defineConfig({
  plugins: [react()],
  // Names that the server knows, without the schemas that stand beside them.
  define: { __EVENTS__: JSON.stringify(EVENTS), __NOTICE_EVENTS__: JSON.stringify(NOTICE_EVENTS) },
  server: {
    port: 5173,
    proxy: { '/api': { target: 'http://127.0.0.1:8030' }, '/health': { target: 'http://127.0.0.1:8030' } },
  },
  build: {
    target: 'es2022',
    // The content security policy allows fonts and pictures from the same origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // antd and echarts stand in chunks of their own, fetched with the first page that needs them.
    chunkSizeWarningLimit: 1200,
  },
})
