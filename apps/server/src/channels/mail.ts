import nodemailer from 'nodemailer'
import type { MailSettings } from '../contract/channels.ts'
import type { Letter, Outcome } from './outcome.ts'

/** Mail over SMTP. The identity of the message is that of the copy: a receiver that gets it again can drop it. */

const SECONDS = 20

interface SmtpError extends Error {
  readonly code?: string
  readonly command?: string
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
  try {
    const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1)
    await transport.sendMail({
      messageId: `<${letter.id}@${domain}>`,
      from: { name: settings.fromName, address: settings.from },
      to: { name: '', address: letter.to ?? '' },
      subject: letter.subject,
      text: [...letter.lines, ...(letter.link === null ? [] : ['', letter.link])].join('\n'),
      headers: { 'Auto-Submitted': 'auto-generated' },
    })
    return { ok: true }
  } catch (error) {
    return outcomeOf(error as SmtpError)
  } finally {
    transport.close()
  }
}

/** A server that said no for good, one that may say yes later, and one that had the text already when the line broke. */
function outcomeOf(error: SmtpError): Outcome {
  const text = `${error.code ?? 'smtp'}: ${error.message}`.slice(0, 300)
  if (error.responseCode !== undefined) {
    // A wrong password is mended by the office, not by the receiver: the mail waits for it.
    const for_good = error.responseCode >= 500 && error.code !== 'EAUTH'
    return { ok: false, kind: for_good ? 'never' : 'again', error: text }
  }
  if (error.command === 'DATA') return { ok: false, kind: 'unknown', error: text }
  if (error.code === 'EENVELOPE') return { ok: false, kind: 'never', error: text }
  return { ok: false, kind: 'again', error: text }
}
