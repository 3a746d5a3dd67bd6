import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { strToU8, zipSync } from 'fflate'

const root = join(fileURLToPath(import.meta.url), '../..')
const read = (path) => readFileSync(join(root, path))

const escapeXml = (text) => text.replaceAll(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`)

/** Describes the package as VS Code and its marketplace read it. */
const createVsixManifest = ({ name, displayName, description, version, publisher, categories, engines }) =>
  `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011" xmlns:d="http://schemas.microsoft.com/developer/vsx-schema-design/2011">
  <Metadata>
    <Identity Language="en-US" Id="${escapeXml(name)}" Version="${escapeXml(version)}" Publisher="${escapeXml(publisher)}" />
    <DisplayName>${escapeXml(displayName)}</DisplayName>
    <Description xml:space="preserve">${escapeXml(description)}</Description>
    <Categories>${categories.map(escapeXml).join(',')}</Categories>
    <License>extension/LICENSE</License>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escapeXml(engines.vscode)}" />
    </Properties>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code" />
  </Installation>
  <Dependencies />
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true" />
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE" Addressable="true" />
  </Assets>
</PackageManifest>
`

const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json" />
  <Default Extension=".js" ContentType="application/javascript" />
  <Default Extension=".html" ContentType="text/html" />
  <Default Extension=".vsixmanifest" ContentType="text/xml" />
  <Override PartName="/extension/LICENSE" ContentType="text/plain" />
</Types>
`

/** Returns the extension for VS Code as a VSIX file. Build `embed` first. */
export function createVsix() {
  const manifest = read('packages/embed/vscode/manifest.json')
  const extension = Object.fromEntries(
    ['extension.js', 'connect-document.js', 'create-page.js'].map((name) => [
      `extension/${name}`,
      read(`packages/embed/vscode/${name}`),
    ]),
  )
  return zipSync({
    '[Content_Types].xml': strToU8(contentTypes),
    'extension.vsixmanifest': strToU8(createVsixManifest(JSON.parse(manifest.toString()))),
    'extension/package.json': manifest,
    ...extension,
    'extension/LICENSE': read('LICENSE'),
    'extension/aw-page.html': read('packages/embed/dist/aw-page.html'),
  })
}

// `node .ci/vsix.mjs FILE.vsix`
if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(process.argv[2] ?? 'aw-flow.vsix', createVsix())
