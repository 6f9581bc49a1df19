import type { Problem } from '@yingshang/server/contract'
import type { Locale } from '../messages/index.tsx'

/** What the server says when it will not: problem+json (RFC 9457), in both languages. */
export interface Refusal {
  readonly status: number
  readonly code: string
  readonly zh: string
  readonly en: string
  /** What is wrong with single fields. */
  readonly errors: readonly { readonly path: string; readonly zh: string; readonly en: string }[]
  readonly retryAfterSeconds?: number
  /** With `version.conflict`: the version now, and what others did. */
  readonly version?: number
  readonly changes: readonly Change[]
}

type Change = NonNullable<Problem['changes']>[number]

/** A refusal of the server, or a lost connection (`status` 0, code `network`). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(`${refusal.zh}（${refusal.code}）`)
    this.name = 'ApiError'
    this.status = refusal.status
    this.code = refusal.code
    this.refusal = refusal
  }

  /** The reason in a language, with what is wrong in each field, and the code that support asks for. */
  say(locale: Locale): string {
    const { zh, en, errors } = this.refusal
    const fields = errors.map((e) => (locale === 'zh' ? e.zh : e.en)).filter((text) => !(locale === 'zh' ? zh : en).includes(text))
    return locale === 'zh' ? `${[zh, ...fields].join('；')}（${this.code}）` : `${[en, ...fields].join('; ')} (${this.code})`
  }
}

const lost: Refusal = {
  status: 0,
  code: 'network',
  zh: '无法连接服务器，请检查网络后重试。',
  en: 'The server cannot be reached. Check the connection and try again.',
  errors: [],
  changes: [],
}

let csrf = ''
let reauthenticate: (() => Promise<boolean>) | null = null

/** The name of the header that carries the token of `GET /api/session`. */
const CSRF_HEADER = 'x-csrf-token'

/** Keeps the token that every changing request must carry. */
export function keepCsrf(token: string): void {
  csrf = token
}

/** Says who asks the person to sign in again when a session has ended; the request waits and is then sent once more. */
export function onSessionEnd(ask: (() => Promise<boolean>) | null): void {
  reauthenticate = ask
}

/** Reads a refusal from a body, whatever the server or a proxy before it has sent. */
export function refusalOf(status: number, body: string): Refusal {
  try {
    const value = JSON.parse(body) as Partial<Problem>
    const zh = value.detail ?? value.title
    if (typeof zh === 'string')
      return {
        status,
        code: value.code ?? `http.${status}`,
        zh,
        en: value.detailEn ?? value.title ?? zh,
        errors: value.errors ?? [],
        changes: value.changes ?? [],
        ...(value.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: value.retryAfterSeconds }),
        ...(value.version === undefined ? {} : { version: value.version }),
      }
  } catch {
    // Not JSON: a proxy's page, or nothing. The status has to do.
  }
  return {
    status,
    code: `http.${status}`,
    zh: `服务器返回状态 ${status}。`,
    en: `The server answered with status ${status}.`,
    errors: [],
    changes: [],
  }
}

type Query = Readonly<Record<string, string | number | boolean | undefined | null>>

/** A path with its query; empty values are left out. */
export function withQuery(path: string, query: Query = {}): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') parts.set(name, String(value))
  const text = parts.toString()
  return text === '' ? path : `${path}?${text}`
}

/** A refusal here is about the password that was typed, not about a session that ended. */
const openPaths = /^\/api\/session(\/(ways|mail-codes?))?(\?|$)/

/** A name for a request that creates, so that sending it twice creates once. Works outside secure contexts too. */
export function idempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

async function send(method: string, path: string, body: unknown, signal?: AbortSignal, key?: string): Promise<Response> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (method !== 'GET') headers[CSRF_HEADER] = csrf
  if (key) headers['idempotency-key'] = key
  // The browser names the parts of a form by itself.
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json'
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(lost)
  }
}

async function requestText(method: string, path: string, body?: unknown, signal?: AbortSignal, key?: string): Promise<string> {
  let response = await send(method, path, body, signal, key)
  if (response.status === 401 && !openPaths.test(path) && reauthenticate && (await reauthenticate()))
    response = await send(method, path, body, signal, key)
  const text = await response.text()
  if (!response.ok) throw new ApiError(refusalOf(response.status, text))
  return text
}

async function request<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, key?: string): Promise<T> {
  const text = await requestText(method, path, body, signal, key)
  return (text === '' ? undefined : JSON.parse(text)) as T
}

export const api = {
  get: <T>(path: string, signal?: AbortSignal) => request<T>('GET', path, undefined, signal),
  /** A file as text. */
  text: (path: string, signal?: AbortSignal) => requestText('GET', path, undefined, signal),
  post: <T>(path: string, body: unknown = {}) => request<T>('POST', path, body),
  /** Creates once, however often it is sent under one key. */
  create: <T>(path: string, body: unknown, key: string = idempotencyKey()) => request<T>('POST', path, body, undefined, key),
  put: <T>(path: string, body: unknown) => request<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => request<T>('PATCH', path, body),
  delete: <T>(path: string) => request<T>('DELETE', path),
}

/**
 * Sends one file with its progress (fetch cannot report the progress of a body). `onProgress` gets a share from 0 to 1;
 * 1 means that the bytes are there and the server is reading them.
 */
export async function upload<T>(path: string, file: File, fields: Query, onProgress: (share: number) => void): Promise<T> {
  const key = idempotencyKey()
  const once = () =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const form = new FormData()
      for (const [name, value] of Object.entries(fields)) if (value !== undefined && value !== null) form.append(name, String(value))
      form.append('file', file, file.name)
      const sender = new XMLHttpRequest()
      sender.open('POST', path)
      sender.setRequestHeader(CSRF_HEADER, csrf)
      sender.setRequestHeader('accept', 'application/json')
      sender.setRequestHeader('idempotency-key', key)
      sender.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total)
      sender.upload.onload = () => onProgress(1)
      sender.onload = () => resolve({ status: sender.status, body: sender.responseText })
      sender.onerror = () => reject(new ApiError(lost))
      sender.send(form)
    })
  let answer = await once()
  if (answer.status === 401 && reauthenticate && (await reauthenticate())) answer = await once()
  if (answer.status < 200 || answer.status >= 300) throw new ApiError(refusalOf(answer.status, answer.body))
  return JSON.parse(answer.body) as T
}

/** Fetches a file and hands it to the browser to keep; the name comes from the server when it gives one. */
export const download = (path: string, fallbackName: string): Promise<void> => fetchFile('GET', path, undefined, fallbackName)

/** The same for a file that is made of what is sent. */
export const downloadOf = (path: string, body: unknown, fallbackName: string): Promise<void> => fetchFile('POST', path, body, fallbackName)

/** The same for a file that is made of another one and fields beside it. */
export function downloadFor(path: string, file: File, fields: Readonly<Record<string, string>>, fallbackName: string): Promise<void> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', file, file.name)
  return fetchFile('POST', path, form, fallbackName)
}

async function fetchFile(method: 'GET' | 'POST', path: string, body: unknown, fallbackName: string): Promise<void> {
  let response = await send(method, path, body)
  if (response.status === 401 && reauthenticate && (await reauthenticate())) response = await send(method, path, body)
  if (!response.ok) throw new ApiError(refusalOf(response.status, await response.text()))
  const given = /filename\*=UTF-8''([^;]+)/i.exec(response.headers.get('content-disposition') ?? '')?.[1]
  const address = URL.createObjectURL(await response.blob())
  const link = document.createElement('a')
  link.href = address
  link.download = given ? decodeURIComponent(given) : fallbackName
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
