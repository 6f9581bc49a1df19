import { createReadStream } from 'node:fs'
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { StartFailure } from './failure.ts'
import { newId } from './ids.ts'
import type { Config } from './settings.ts'

/**
 * Where attachments are kept: a folder of the data folder, or an S3-compatible store. Files go by tenant and the hash of their content, so that writing one again
 * writes the same bytes; a file that no row names (its transaction failed) does no harm.
 */
export interface FileStore {
  /** Keeps the file at `path` (hash and size known); durable when it resolves. */
  put(tenantId: string, sha256: string, path: string): Promise<void>
  /** The content, or null when it is gone. */
  get(tenantId: string, sha256: string): Promise<Readable | null>
}

/** Files in a folder: written beside, synced, then renamed. */
export function diskFiles(root: string): FileStore {
  const placeOf = (tenantId: string, sha256: string) => join(root, tenantId, sha256.slice(0, 2), sha256)
  return {
    async put(tenantId, sha256, path) {
      const place = placeOf(tenantId, sha256)
      if (
        await stat(place).then(
          () => true,
          () => false,
        )
      )
        return
      await mkdir(dirname(place), { recursive: true, mode: 0o700 })
      const beside = `${place}.${newId()}`
      try {
        await copyFile(path, beside)
        const handle = await open(beside, 'r+')
        try {
          await handle.sync()
        } finally {
          await handle.close()
        }
        await rename(beside, place)
      } catch (error) {
        await rm(beside, { force: true })
        throw error
      }
    },
    async get(tenantId, sha256) {
      const place = placeOf(tenantId, sha256)
      return (await stat(place).then(
        (s) => s.isFile(),
        () => false,
      ))
        ? createReadStream(place)
        : null
    },
  }
}

export interface S3Settings {
  /** Address of the bucket, with the path below which files go. */
  readonly url: string
  readonly region: string
  readonly keyId: string
  readonly secret: string
}

/** Files in an S3-compatible bucket, requests signed by AWS signature version 4. */
export function s3Files({ url, region, keyId, secret }: S3Settings): FileStore {
  const client = new AwsClient({ accessKeyId: keyId, secretAccessKey: secret, region, service: 's3', retries: 3 })
  const address = (tenantId: string, sha256: string) => `${url.replace(/\/$/, '')}/${tenantId}/${sha256}`
  return {
    async put(tenantId, sha256, path) {
      const { size } = await stat(path)
      const signed = await client.sign(address(tenantId, sha256), {
        method: 'PUT',
        headers: { 'content-length': String(size), 'x-amz-content-sha256': sha256 },
      })
      const answer = await fetch(signed.url, {
        method: 'PUT',
        headers: signed.headers,
        body: Readable.toWeb(createReadStream(path)) as never,
        duplex: 'half',
      } as RequestInit)
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`the file store answered ${answer.status} to a PUT`)
    },
    async get(tenantId, sha256) {
      const answer = await client.fetch(address(tenantId, sha256))
      if (answer.status === 404) {
        await answer.arrayBuffer()
        return null
      }
      if (!answer.ok || answer.body === null) throw new Error(`the file store answered ${answer.status} to a GET`)
      return Readable.fromWeb(answer.body as never)
    },
  }
}

/** The store that the settings name. */
export function openFiles(config: Config, dataFolder: string): FileStore {
  if (config.filesS3Url === '') return diskFiles(join(dataFolder, 'files'))
  if (!URL.canParse(config.filesS3Url) || config.filesS3KeyId === '' || config.filesS3Secret === '')
    throw new StartFailure(
      'files.settings',
      'FILES_S3_URL 不是有效地址，或者缺少 FILES_S3_KEY_ID、FILES_S3_SECRET。',
      'FILES_S3_URL is no address, or FILES_S3_KEY_ID or FILES_S3_SECRET is missing.',
    )
  return s3Files({ url: config.filesS3Url, region: config.filesS3Region, keyId: config.filesS3KeyId, secret: config.filesS3Secret })
}
