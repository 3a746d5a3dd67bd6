import { error, parseJson } from '@aw-flow/schema'
import { mkdir, readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { createUsageError } from '../command-error.ts'
import { createFileProblem } from '../files/read-text.ts'
import { writeText } from '../files/write-file.ts'

/** A server and the key for it. */
export interface Profile {
  server: string
  token?: string
  workspace?: string
}

export interface Profiles {
  /** Name of the profile for commands without `--server`. */
  default?: string
  profiles: Record<string, Profile>
}

/** Path of the file with the profiles, in the folder for configurations of the user. */
export const findProfilesPath = (): string =>
  join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'aw', 'profiles.json')

/** @throws {CommandError} If the file cannot be read. */
export async function readProfiles(): Promise<Profiles> {
  const path = findProfilesPath()
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    throw createUsageError(createFileProblem(path, cause))
  })
  if (text === undefined) return { profiles: {} }
  const parsed = parseJson(text)
  if (parsed.ok && isProfiles(parsed.value)) return parsed.value
  throw createUsageError(error('remote.profiles-file', { path }, { where: { file: path } }))
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const isProfiles = (value: unknown): value is Profiles =>
  isObject(value) &&
  isObject(value.profiles) &&
  Object.values(value.profiles).every((profile) => isObject(profile) && typeof profile.server === 'string')

/** Writes the profiles to a file that only the user can read, because it contains keys. */
export async function writeProfiles(profiles: Profiles): Promise<void> {
  const path = findProfilesPath()
  await mkdir(dirname(path), { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw createUsageError(createFileProblem(dirname(path), cause))
  })
  await writeText(path, `${JSON.stringify(profiles, null, 2)}\n`, 0o600)
}
