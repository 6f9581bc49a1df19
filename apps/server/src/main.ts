import { serve } from './serve.ts'

// What `npm start` runs. The exit is explicit: nothing that a library left open may keep a stopped server alive.
process.exit(await serve())
