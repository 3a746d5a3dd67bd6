import { describe, expect, test } from 'vitest'
import { readEnvironment } from './read-environment.ts'

/** Where nothing is said of database, storage, role and runs. */
const scale = {
  role: 'all',
  databaseUrl: undefined,
  storageUrl: undefined,
  runSettings: {
    atOnce: 8,
    tablesAtOnce: 2,
    perWorkflow: 0,
    runMs: 0,
    memoryBytes: 0,
    resultBytes: 0,
    recordBytes: 0,
  },
}

describe('readEnvironment', () => {
  test('has defaults for everything', () => {
    expect(readEnvironment({}, '/srv')).toEqual({
      port: 3000,
      data: '/srv/.aw',
      hosts: [],
      origins: [],
      bodyLimit: 10_485_760,
      allowHosts: ['*'],
      filesFolder: undefined,
      nodes: [],
      secretKey: undefined,
      ...scale,
    })
  })

  test('takes lists with commas, and folders as they are written', () => {
    const environment = {
      PORT: ' 0 ',
      AW_DATA: '../data',
      AW_HOSTS: 'a.example, b.example:8443,',
      CORS_ORIGINS: 'https://c.example',
      AW_BODY_LIMIT: '0',
      AW_ALLOW_HOSTS: 'api.example.com, localhost:8080',
      AW_FILES: 'files',
      AW_NODES: 'own/a.mjs, /b.mjs',
      AW_KEY: 'k'.repeat(32),
    }
    expect(readEnvironment(environment, '/srv/here')).toEqual({
      port: 0,
      data: '/srv/data',
      hosts: ['a.example', 'b.example:8443'],
      origins: ['https://c.example'],
      bodyLimit: 0,
      allowHosts: ['api.example.com', 'localhost:8080'],
      filesFolder: '/srv/here/files',
      nodes: ['file:///srv/here/own/a.mjs', 'file:///b.mjs'],
      secretKey: 'k'.repeat(32),
      ...scale,
    })
  })

  test.each([{ PORT: 'http' }, { PORT: '70000' }, { PORT: '-1' }, { AW_BODY_LIMIT: '10 MB' }])(
    'says what makes no sense in %j',
    (environment) => {
      const [name, value] = Object.entries(environment)[0]!
      expect(readEnvironment(environment, '/')).toMatchObject({
        code: 'environment.invalid',
        message: expect.stringContaining(`${name} is "${value}"`),
      })
    },
  )
})
