export * from './encoder/encode'
export * from './splice'
