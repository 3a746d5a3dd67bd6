/** Makes Node.js load its own `fetch`, which it otherwise does on first access. */
void globalThis.Response
