export { AccessFileStack } from "./access-file-stack";
export { type AccessFileApp, checkAccessFile, synthAccessFile, withAccessFile } from "./app";
export { accessFileJsonSchema } from "./json-schema";
export { AccessFileError, type AccessFileFinding } from "./mistake";
