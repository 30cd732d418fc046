declare const __OVERLANE_VERSION__: string
/** The packages of a queue, as `npm install` takes them. Only the command line has it. */
declare const __FLEET_PACKAGES__: string

/** The URL of the WebAssembly module that an AssemblyScript file is compiled to. */
declare module '*?assemblyscript' {
  const url: string
  export default url
}
