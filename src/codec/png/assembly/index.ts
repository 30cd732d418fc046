export { adler32 } from './adler32'
export { crc32 } from './crc32'
export { deflateBound, deflateSpan, spanBitBuffer, spanBitCount, spanEnd } from './deflate'
export { encode, prepareEncode } from './encode'
