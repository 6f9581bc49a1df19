import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Application } from './application.tsx'
import './styles/base.css'
import './styles/shell.css'
import './styles/table.css'

/** After the server was renewed the pieces of an open page are gone: it is loaded anew, but not again and again. */
const RELOADED = 'yingshang.reloaded'
window.addEventListener('vite:preloadError', (event) => {
  if (Date.now() - Number(sessionStorage.getItem(RELOADED) ?? 0) < 10_000) return
  sessionStorage.setItem(RELOADED, String(Date.now()))
  event.preventDefault()
  window.location.reload()
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Application />
  </StrictMode>,
)
