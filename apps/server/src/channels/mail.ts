import { Readable } from 'node:stream'
import nodemailer from 'nodemailer'
import type { MailSettings } from '../contract/channels.ts'
import type { Letter, Outcome } from './outcome.ts'

/** Mail over SMTP. The identity of the message is that of the copy: a receiver that gets it again can drop it. */

const SECONDS = 20

interface SmtpError extends Error {
  readonly code?: string
  readonly responseCode?: number
}

export async function sendMail(settings: MailSettings, password: string, letter: Letter): Promise<Outcome> {
  const transport = nodemailer.createTransport({
    host: settings.host,
    port: settings.port,
    secure: settings.security === 'tls',
    requireTLS: settings.security === 'starttls',
    ignoreTLS: settings.security === 'none',
    ...(settings.user === '' ? {} : { auth: { user: settings.user, pass: password } }),
    connectionTimeout: SECONDS * 1000,
    greetingTimeout: SECONDS * 1000,
    socketTimeout: SECONDS * 1000,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  // The text is read when the server has let us in and the message begins: from then on a broken line leaves open whether it arrived.
  let handedOver = false
  const text = [...letter.lines, ...(letter.link === null ? [] : ['', letter.link])].join('\n')
  const content = new Readable({
    read() {
      handedOver = true
      this.push(text, 'utf8')
      this.push(null)
    },
  })
  try {
    const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1)
    await transport.sendMail({
      messageId: `<${letter.id}@${domain}>`,
      from: { name: settings.fromName, address: settings.from },
      to: { name: '', address: letter.to ?? '' },
      subject: letter.subject,
      text: content,
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return { ok: true }
  } catch (error) {
    return outcomeOf(error as SmtpError, handedOver)
  } finally {
    transport.close()
  }
}

/** A server that said no for good, one that may say yes later, and one that had the text already when the line broke. */
function outcomeOf(error: SmtpError, handedOver: boolean): Outcome {
  const text = `${error.code ?? 'smtp'}: ${error.message}`.slice(0, 300)
  if (error.responseCode !== undefined) {
    // A wrong password is mended by the office, not by the receiver: the mail waits for it.
    const forGood = error.responseCode >= 500 && error.code !== 'EAUTH'
    return { ok: false, kind: forGood ? 'never' : 'again', error: text }
  }
  if (handedOver) return { ok: false, kind: 'unknown', error: text }
  if (error.code === 'EENVELOPE') return { ok: false, kind: 'never', error: text }
  return { ok: false, kind: 'again', error: text }
}
