import { readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { environmentSettings, renderExampleEnvironment, findUnknownSettings } from './environment-settings.ts'
import { readEnvironment } from './read-environment.ts'

const settings = environmentSettings.flatMap((group) => group.settings)
const root = resolve(import.meta.dirname, '../..')

test('.env.example lists all settings (AW_WRITE=1 writes it)', async () => {
  const path = join(root, '.env.example')
  if (process.env.AW_WRITE) await writeFile(path, renderExampleEnvironment())
  expect(await readFile(path, 'utf8')).toBe(renderExampleEnvironment())
})

test('describes every variable that the server reads, and no others', () => {
  const asked = new Set<string>()
  const environment = new Proxy({} as NodeJS.ProcessEnv, {
    get(_, name) {
      asked.add(String(name))
      return undefined
    },
  })
  readEnvironment(environment, '/srv')
  expect([...asked].sort()).toEqual(settings.map(({ name }) => name).sort())
})

test('documents the actual defaults and valid examples', () => {
  const said = Object.fromEntries(settings.flatMap(({ name, default: value }) => (value === '' ? [] : [[name, value]])))
  expect(readEnvironment(said, '/srv')).toEqual(readEnvironment({}, '/srv'))
  const examples = Object.fromEntries(
    settings.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])),
  )
  expect(readEnvironment(examples, '/srv')).toMatchObject({ ok: true })
})

test('the README lists the same variables', async () => {
  const text = await readFile(join(root, 'server/README.md'), 'utf8')
  for (const { name } of settings) expect(text).toContain(`\`${name}\``)
})

test('reports only misspelled names', () => {
  const all = Object.fromEntries(settings.map(({ name }) => [name, '']))
  const others = { AW_SECRET_GITHUB: '', AW_SECRET_GITHUB_HOSTS: '', AW_KEY_NEXT: '', PATH: '', AWS_REGION: '' }
  expect(findUnknownSettings({ ...all, ...others, AW_TOKN: 'x', aw_data: 'y', AW_RUN: '' })).toEqual([
    'AW_RUN',
    'AW_TOKN',
  ])
})
