//! Bearer tokens, of which a call must carry one where a file of them is set.

use std::sync::Arc;

use subtle::ConstantTimeEq;
use tonic::codegen::http::HeaderMap;

use super::live::Live;
use crate::config::ServeConfig;

/// The shortest token that is taken for one: shorter ones are guessed too soon.
const MIN_TOKEN_BYTES: usize = 16;

/// The tokens that open this server. Never printed.
pub struct Tokens(Vec<Vec<u8>>);

/// What `config` asks for; nothing where calls need no token.
///
/// # Errors
///
/// One sentence about the file that cannot be used. It repeats no token.
pub fn load(config: &ServeConfig) -> Result<Option<Arc<Live<Tokens>>>, String> {
    let file = config.tokens_file.clone();
    file.map(|file| Live::load("tokens", vec![file], |contents| parse(&contents[0]))).transpose()
}

/// One token a line; lines that are empty or begin with `#` are none.
fn parse(file: &[u8]) -> Result<Tokens, String> {
    let lines = file.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).enumerate();
    let mut tokens = Vec::new();
    for (index, token) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with(b"#")) {
        if token.len() < MIN_TOKEN_BYTES || !token.iter().all(u8::is_ascii_graphic) {
            let allowed = format!("a token must be {MIN_TOKEN_BYTES} printable ASCII characters or more");
            return Err(format!("--tokens-file: {allowed}, and line {} is not", index + 1));
        }
        tokens.push(token.to_vec());
    }
    if tokens.is_empty() {
        return Err("--tokens-file must hold a token a line, and it holds none".to_owned());
    }
    Ok(Tokens(tokens))
}

impl Tokens {
    /// Whether a call with these headers may pass; where not, whether it carried a bearer token at all.
    ///
    /// # Errors
    ///
    /// The call carries no token, or one that is not here.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), bool> {
        let value = headers.get("authorization").map(|value| value.as_bytes()).unwrap_or_default();
        let (scheme, token) = value.split_at_checked("bearer ".len()).ok_or(false)?;
        if !scheme.eq_ignore_ascii_case(b"bearer ") {
            return Err(false);
        }
        // Every token is compared, and every byte of it, so that time tells nothing but lengths.
        let known = self.0.iter().fold(0, |known, candidate| known | candidate.as_slice().ct_eq(token).unwrap_u8());
        if known == 1 { Ok(()) } else { Err(true) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([("authorization".parse().expect("a name"), value.parse().expect("a value"))])
    }

    #[test]
    fn any_token_of_the_file_opens_and_nothing_else_does() {
        let tokens =
            parse(b"# of the archive\n0123456789abcdef\n\n  fedcba9876543210-second \r\n").expect("two tokens");
        assert_eq!(tokens.check(&headers("Bearer 0123456789abcdef")), Ok(()));
        assert_eq!(tokens.check(&headers("bearer fedcba9876543210-second")), Ok(()));
        for wrong in ["Bearer 0123456789abcdeg", "Bearer 0123456789abcde", "Bearer ", "Bearer # of the archive"] {
            assert_eq!(tokens.check(&headers(wrong)), Err(true), "{wrong}");
        }
        for none in ["Basic 0123456789abcdef", "0123456789abcdef", ""] {
            assert_eq!(tokens.check(&headers(none)), Err(false), "{none}");
        }
        assert_eq!(tokens.check(&HeaderMap::new()), Err(false));
    }

    #[test]
    fn a_file_that_cannot_be_used_is_refused_without_repeating_it() {
        for (file, words) in [
            (&b"# nothing\n"[..], "holds none"),
            (b"0123456789abcdef\nsecret", "line 2 is not"),
            (b"0123456789 abcdef", "line 1 is not"),
        ] {
            let refusal = parse(file).err().expect("refused");
            assert!(refusal.contains(words) && !refusal.contains("secret"), "{refusal}");
        }
    }
}
