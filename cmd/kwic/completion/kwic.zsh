#compdef kwic
# kwic completion for zsh: source <(kwic completion zsh)
_kwic() {
    local -a found folders others
    found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
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
