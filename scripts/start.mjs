// `npm start`: installs when needed, then hands over to the server under the pinned Node.
import { spawn } from 'node:child_process'
import { installWhenNeeded, node, root } from './install.mjs'

installWhenNeeded()
const child = spawn(node, ['apps/server/src/main.ts', ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' })
// The terminal sends Ctrl-C to the whole group; this parent only waits for the child to stop cleanly.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
