/** Version of all packages. `npm run release:version` updates it. */
export const productVersion = '0.2.0'
