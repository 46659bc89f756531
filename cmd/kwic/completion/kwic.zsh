#compdef kwic
# kwic completion for zsh: source <(kwic completion zsh)
_kwic() {
    local -a found folders others
    # The word at hand without the quotation mark that is still open.
    found=("${(@f)$("${words[1]}" complete -- "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    folders=("${(@M)found:#*/}")
    others=("${(@)found:#*/}")
    others=("${(@)others:#}")
    if (( $#folders + $#others == 0 )); then
        _files
        return
    fi
    (( $#others )) && compadd -- "${(@)others}"
    (( $#folders )) && compadd -S '' -- "${(@)folders}"
}
compdef _kwic kwic
