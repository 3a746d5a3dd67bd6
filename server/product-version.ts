/** The version of all packages, which `npm run release:version` updates. */
export const productVersion = '0.1.0'
