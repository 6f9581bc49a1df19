import { run } from './program.ts'
import { processTerminal } from './terminal.ts'

// A reader that leaves early (`yingshang … | head`) is no failure: what it did not want need not be written.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })

process.exitCode = await run(process.argv.slice(2), processTerminal())
