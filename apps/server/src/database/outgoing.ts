/**
 * Messages of PostgreSQL's extended query protocol (PostgreSQL documentation, "Message Formats"), gathered into one piece of memory that is written with one system
 * call.
 */

/** A parameter as the protocol takes it. */
export type Encoded = string | Buffer | null

const [PARSE, BIND, DESCRIBE, EXECUTE, SYNC] = [0x50, 0x42, 0x44, 0x45, 0x53]

export class Outgoing {
  #bytes = Buffer.allocUnsafe(8_192)
  #end = 0

  /** Has a statement parsed under a name; the empty name is that of a statement used once. */
  parse(name: string, text: string): void {
    this.#message(PARSE!, () => {
      this.#text(name)
      this.#text(text)
      this.#int16(0)
    })
  }

  /** Has the parameters and columns of a statement described. */
  describe(name: string): void {
    this.#message(DESCRIBE!, () => {
      this.#byte(0x53)
      this.#text(name)
    })
  }

  /** Gives a statement its parameters: text, or bytes as they are. Columns are answered as text. */
  bind(name: string, values: readonly Encoded[]): void {
    this.#message(BIND!, () => {
      this.#text('')
      this.#text(name)
      this.#int16(values.length)
      for (const value of values) this.#int16(Buffer.isBuffer(value) ? 1 : 0)
      this.#int16(values.length)
      for (const value of values) {
        if (value === null) this.#int32(-1)
        else if (typeof value === 'string') this.#counted(value)
        else {
          this.#int32(value.length)
          this.#room(value.length)
          this.#end += value.copy(this.#bytes, this.#end)
        }
      }
      this.#int16(0)
    })
  }

  /** Runs the statement that was bound last. */
  execute(): void {
    this.#message(EXECUTE!, () => {
      this.#text('')
      this.#int32(0)
    })
  }

  /** Ends the message: what fails before it skips what follows up to it. */
  sync(): void {
    this.#message(SYNC!, () => undefined)
  }

  /** All of it. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#end)
  }

  #message(type: number, content: () => void): void {
    this.#byte(type)
    const start = this.#end
    this.#int32(0)
    content()
    this.#bytes.writeInt32BE(this.#end - start, start)
  }

  #room(more: number): void {
    if (this.#end + more <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + more))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }

  #byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#end++] = value
  }

  #int16(value: number): void {
    this.#room(2)
    this.#end = this.#bytes.writeUInt16BE(value, this.#end)
  }

  #int32(value: number): void {
    this.#room(4)
    this.#end = this.#bytes.writeInt32BE(value, this.#end)
  }

  /** A text with its length before it. */
  #counted(text: string): void {
    this.#room(4 + text.length * 3)
    const length = this.#bytes.write(text, this.#end + 4)
    this.#bytes.writeInt32BE(length, this.#end)
    this.#end += 4 + length
  }

  /** A text that ends with a zero byte. */
  #text(text: string): void {
    this.#room(text.length * 3 + 1)
    this.#end += this.#bytes.write(text, this.#end)
    this.#bytes[this.#end++] = 0
  }
}
