import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { toDataProblem } from '../../http/unavailable.ts'
import { openTestServer } from '../../testing/open-test-server.ts'
import { isDataFault } from './data-fault.ts'

const fail = (code: string, message = 'failed', syscall?: string): Error =>
  Object.assign(new Error(message), { code, ...(syscall === undefined ? {} : { syscall }) })

test.each([
  [
    'a file of the database that is missing',
    fail('58P01', 'could not open file "base/5/2685": No such file or directory'),
  ],
  ['a file of the database without permission', fail('42501', 'could not open file "base/5/17073": Permission denied')],
  ['a damaged page', fail('XX001', 'invalid page in block 0 of relation base/5/16391')],
  ['a failing disk', fail('58030', 'could not read block 3: Input/output error')],
  ['a read-only folder', new Error('An upload failed', { cause: fail('EROFS', 'EROFS, open', 'open') })],
  ['too many open files', fail('EMFILE', 'EMFILE, open', 'open')],
])('%s is a fault of the data', (_name, cause) => {
  expect(toDataProblem(cause)).toMatchObject({ code: 'storage.unusable' })
})

test.each([
  ['a statement that is not allowed', fail('42501', 'permission denied for table users')],
  ['a service that refuses connections', fail('EACCES', 'connect EACCES', 'connect')],
  ['a program that is missing', fail('ENOENT', 'spawn x ENOENT', 'spawn x')],
  ['a fault of the program', new TypeError('x is not a function')],
])('%s is none', (_name, cause) => {
  expect(isDataFault(cause)).toBe(false)
})

test('requests are answered with 503 while the folder of the server cannot be used, and the cause is reported', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aw-fault-'))
  const server = await openTestServer(folder)
  try {
    const arriving = join(folder, 'datasets', 'arriving')
    await rm(arriving, { recursive: true })
    await writeFile(arriving, 'a file instead of a folder')
    const form = new FormData()
    form.set('file', new File(['id\n2\n'], 'x.csv'))
    const refused = await server.ask('/api/v1/data/upload', { method: 'POST', body: form })
    expect([refused.status, ((await refused.json()) as { error: { code: string } }).error.code]).toEqual([
      503,
      'storage.unusable',
    ])
    expect(server.faults).toHaveLength(1)
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
