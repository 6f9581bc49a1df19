export { EXIT, type ExitCode } from './exit.ts'
export { run } from './program.ts'
export { processTerminal, type Terminal } from './terminal.ts'
