import type { OpenedText, SourceFile } from '@aw-flow/engine'
import { expect } from '@open-wc/testing'
import { selectPageCases } from '../../../test/sizes.ts'
import { createBrowserFile } from '../browser/browser-file.ts'
import { createBrowserFormatsPlatform } from '../browser/browser-formats-platform.ts'
import { createFormats } from './create-formats.ts'
import { documents } from './test-documents.ts'

const urls = import.meta.glob<string>('../../../test/fixtures/documents/**/*.*', {
  query: '?url',
  import: 'default',
  eager: true,
})

/** Reads the same documents as in Node and expects the same results. */
describe('documents in the browser', () => {
  const formats = createFormats(createBrowserFormatsPlatform(undefined))
  const bytesOf = async (name: string): Promise<Blob> => {
    const response = await fetch(urls[`../../../test/fixtures/documents/${name}`] ?? name)
    if (!response.ok) throw new Error(`${name}: ${response.status}`)
    return response.blob()
  }
  const fixture = async (name: string): Promise<SourceFile> =>
    createBrowserFile(new File([await bytesOf(name)], name), name)

  for (const { file, part, expected } of selectPageCases(documents)) {
    it(`${file}, part ${part ?? 'by default'}, has the content of ${expected}`, async () => {
      const source = await fixture(file)
      const opened = (await formats.open(source, { ...(await formats.inspect(source)), part })) as OpenedText
      const text = new TextDecoder().decode(await opened.file.read(0, opened.file.size))
      expect(text).to.equal(await (await bytesOf(`expected/${expected}`)).text())
    })
  }
})
