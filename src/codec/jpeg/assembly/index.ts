export * from './encode'
export * from './splice'
